import Foundation
import Plugins
import TestSupport
import Testing

/// A plugin with a state, built by the test: its output counts the frames since it was made.
///
/// Its state is that number, twice, so that half of one is noticed; and a file with the number, which
/// it makes when it is saved.
enum StatefulPlugin {
  static let isBuildable =
    Tools.isInstalled("cc")
    && FileManager.default.isReadableFile(atPath: "/usr/include/lv2/state/state.h")
  static let identifier = "urn:tactus:stateful"

  /// Builds the bundle; `flags` go to the compiler.
  static func build(in directory: ScratchDirectory, flags: [String] = []) throws {
    try WrittenBundle.write("stateful", ports: ports, to: directory)
    try directory.write(source, to: "plugin.c")
    try CompiledBundle.compile(
      "\(directory.path)/plugin.c", to: "\(directory.path)/stateful.lv2/plugin.so", flags: flags)
  }

  private static let ports = """
    [ a lv2:AudioPort, lv2:OutputPort ; lv2:index 0 ; lv2:symbol "out" ; lv2:name "Out" ]
    """

  private static let source = """
    #include <lv2/atom/atom.h>
    #include <lv2/core/lv2.h>
    #include <lv2/state/state.h>
    #include <lv2/urid/urid.h>
    #include <stdatomic.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>

    typedef struct {
      LV2_URID_Map *map;
      float *out;
      _Atomic int64_t frames;
      int64_t in_file;
    } Stateful;

    static const void *feature(const LV2_Feature *const *features, const char *uri) {
      for (; features && *features; features++)
        if (!strcmp((*features)->URI, uri)) return (*features)->data;
      return NULL;
    }

    static LV2_Handle instantiate(const LV2_Descriptor *d, double rate, const char *bundle,
                                  const LV2_Feature *const *features) {
      if (rate == 12345) return NULL;
      Stateful *self = calloc(1, sizeof *self);
      self->map = (LV2_URID_Map *)feature(features, LV2_URID__map);
      return self;
    }

    static void connect_port(LV2_Handle handle, uint32_t port, void *data) {
      ((Stateful *)handle)->out = data;
    }

    static void run(LV2_Handle handle, uint32_t count) {
      Stateful *self = handle;
      for (uint32_t i = 0; i < count; i++) self->out[i] = (float)(self->frames + i);
      self->frames += count;
    }

    static uint32_t urid(Stateful *self, const char *uri) { return self->map->map(self->map->handle, uri); }

    static LV2_State_Status save(LV2_Handle handle, LV2_State_Store_Function store,
                                 LV2_State_Handle state, uint32_t flags,
                                 const LV2_Feature *const *features) {
      Stateful *self = handle;
      const int64_t frames = self->frames, twice[2] = {frames, frames};
      store(state, urid(self, "urn:tactus:frames"), twice, sizeof twice,
            urid(self, LV2_ATOM__Chunk), LV2_STATE_IS_POD);
      LV2_State_Make_Path *make = (void *)feature(features, LV2_STATE__makePath);
      LV2_State_Map_Path *map = (void *)feature(features, LV2_STATE__mapPath);
      if (!make || !map) return LV2_STATE_ERR_NO_FEATURE;
      char *path = make->path(make->handle, "frames.txt");
      FILE *file = fopen(path, "w");
      if (!file) return LV2_STATE_ERR_UNKNOWN;
      fprintf(file, "%lld", (long long)frames);
      fclose(file);
      char *abstract = map->abstract_path(map->handle, path);
      store(state, urid(self, "urn:tactus:file"), abstract, strlen(abstract) + 1,
            urid(self, LV2_ATOM__Path), LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
      free(abstract);
      free(path);
      return LV2_STATE_SUCCESS;
    }

    static LV2_State_Status restore(LV2_Handle handle, LV2_State_Retrieve_Function retrieve,
                                    LV2_State_Handle state, uint32_t flags,
                                    const LV2_Feature *const *features) {
      Stateful *self = handle;
      size_t size = 0;
      uint32_t type = 0, given = 0;
      const int64_t *twice =
          retrieve(state, urid(self, "urn:tactus:frames"), &size, &type, &given);
      if (!twice || size != 16 || twice[0] != twice[1]) return LV2_STATE_ERR_NO_PROPERTY;
      self->frames = twice[0];
      LV2_State_Map_Path *map = (void *)feature(features, LV2_STATE__mapPath);
      const char *abstract = retrieve(state, urid(self, "urn:tactus:file"), &size, &type, &given);
      if (!map || !abstract) return LV2_STATE_ERR_NO_FEATURE;
      char *path = map->absolute_path(map->handle, abstract);
      FILE *file = fopen(path, "r");
      long long frames = -1;
      const int read = file ? fscanf(file, "%lld", &frames) : 0;
      if (file) fclose(file);
      free(path);
      // What is not in the file is heard.
      if (read != 1 || frames != self->frames) self->frames = -1000000;
      return LV2_STATE_SUCCESS;
    }

    static void cleanup(LV2_Handle handle) { free(handle); }

    static const void *extension_data(const char *uri) {
      static const LV2_State_Interface interface = {save, restore};
      return strcmp(uri, LV2_STATE__interface) ? NULL : &interface;
    }

    static const LV2_Descriptor descriptor = {"urn:tactus:stateful", instantiate, connect_port,
                                              NULL, run, NULL, cleanup, extension_data};

    LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index) {
      return index == 0 ? &descriptor : NULL;
    }
    """
}
