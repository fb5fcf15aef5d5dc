import Plugins
import TestSupport

@testable import PluginLV2

/// A plugin that asks for work in each block, and plays what became of it.
enum WorkingPlugin {
  /// Its outputs: each plays one number for the whole block.
  enum Output: Int, CaseIterable {
    /// Requests that were taken, and the status of the last.
    case taken, status
    /// Times `work` ran, of those on the thread that ran the plugin, and two at a time.
    case worked, workedHere, clashed
    /// Replies that came, and those that were not what was asked for, or out of turn.
    case replies, wrong
    /// Runs that were ended.
    case ended
  }

  /// Its parameters: how many requests in each block, of how many bytes, and how long each takes.
  enum Parameter: String, CaseIterable { case requests, bytes, milliseconds, refusals }

  /// Builds it; once only for each directory, since a library stays loaded.
  static func build(in directory: ScratchDirectory) throws {
    try CompiledBundle.build(
      "working", statements: "lv2:requiredFeature <http://lv2plug.in/ns/ext/worker#schedule> ;",
      ports: ports, source: source, in: directory)
  }

  static func make(in directory: ScratchDirectory) throws -> LV2Instance {
    try CompiledBundle.instance(of: "working", in: directory)
  }

  private static let ports =
    (Output.allCases.map { output in
      """
      [ a lv2:AudioPort, lv2:OutputPort ; lv2:index \(output.rawValue) ;
        lv2:symbol "\(output)" ; lv2:name "\(output)" ]
      """
    }
    + Parameter.allCases.enumerated().map { place, parameter in
      """
      [ a lv2:ControlPort, lv2:InputPort ; lv2:index \(Output.allCases.count + place) ;
        lv2:symbol "\(parameter)" ; lv2:name "\(parameter)" ; lv2:default 0.0 ;
        lv2:minimum 0.0 ; lv2:maximum 1000000.0 ]
      """
    }).joined(separator: " , ")

  private static let source = #"""
    enum { taken, status, worked, worked_here, clashed, replies, wrong, ended,
           requests, bytes, milliseconds, refusals, port_count };

    typedef struct {
      float *ports[port_count];
      LV2_Worker_Schedule *schedule;
      float counts[requests];
      uint32_t asked, answered;
      bool is_running;
      _Atomic int working, ran, ran_here, clashes;
      pthread_t runner;
      unsigned char message[1 << 21];
    } Working;

    static LV2_Handle instantiate(const LV2_Descriptor *d, double rate, const char *path,
                                  const LV2_Feature *const *features) {
      Working *self = calloc(1, sizeof *self);
      self->schedule = feature(features, LV2_WORKER__schedule);
      return self;
    }

    static void connect_port(LV2_Handle handle, uint32_t port, void *data) {
      ((Working *)handle)->ports[port] = data;
    }

    static void fill(unsigned char *message, uint32_t size, uint32_t number) {
      memcpy(message, &number, size < 4 ? size : 4);
      for (uint32_t i = 4; i < size; i++) message[i] = (unsigned char)(number + i);
    }

    static void run(LV2_Handle handle, uint32_t frames) {
      Working *self = handle;
      self->is_running = true;
      self->runner = pthread_self();
      const uint32_t size = (uint32_t)*self->ports[bytes];
      for (int i = 0; i < (int)*self->ports[requests]; i++) {
        fill(self->message, size, self->asked);
        const LV2_Worker_Status result =
            self->schedule->schedule_work(self->schedule->handle, size, self->message);
        self->counts[status] = result;
        if (result) continue;
        self->counts[taken]++;
        self->asked++;
      }
      self->counts[worked] = self->ran;
      self->counts[worked_here] = self->ran_here;
      self->counts[clashed] = self->clashes;
      for (int port = 0; port < requests; port++)
        for (uint32_t i = 0; i < frames; i++) self->ports[port][i] = self->counts[port];
      self->is_running = false;
    }

    static LV2_Worker_Status work(LV2_Handle handle, LV2_Worker_Respond_Function respond,
                                  LV2_Worker_Respond_Handle target, uint32_t size,
                                  const void *data) {
      Working *self = handle;
      if (self->working++) self->clashes++;
      usleep(1000 * (useconds_t)*self->ports[milliseconds]);
      self->ran++;
      if (pthread_equal(self->runner, pthread_self())) self->ran_here++;
      respond(target, size, data);
      if (*self->ports[refusals] > 0) {
        while (respond(target, size, data) == LV2_WORKER_SUCCESS) {}
      }
      self->working--;
      return LV2_WORKER_SUCCESS;
    }

    static LV2_Worker_Status work_response(LV2_Handle handle, uint32_t size, const void *body) {
      Working *self = handle;
      static unsigned char expected[1 << 21];
      fill(expected, size, self->answered);
      self->answered++;
      self->counts[replies]++;
      if (self->is_running || memcmp(expected, body, size)) self->counts[wrong]++;
      return LV2_WORKER_SUCCESS;
    }

    static LV2_Worker_Status end_run(LV2_Handle handle) {
      ((Working *)handle)->counts[ended]++;
      return LV2_WORKER_SUCCESS;
    }

    static void deactivate(LV2_Handle handle) {
      if (((Working *)handle)->working) abort();
    }

    static void cleanup(LV2_Handle handle) {
      Working *self = handle;
      if (self->working || (*self->ports[refusals] == 0 && self->asked != self->answered)) abort();
      free(handle);
    }

    static const void *extension_data(const char *uri) {
      static const LV2_Worker_Interface interface = {work, work_response, end_run};
      return strcmp(uri, LV2_WORKER__interface) ? NULL : &interface;
    }

    EXPORT("working", NULL, deactivate)
    """#
}
