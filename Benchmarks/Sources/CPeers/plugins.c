#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <lv2/core/lv2.h>

#include "CPeersPlugins.h"

struct amps {
  void *library;
  const LV2_Descriptor *plugin;
  LV2_Handle *handles;
  size_t count;
  float gain;
  float *sound[2];
};

void *peer_amps_create(const char *library, const char *bundle, size_t count, uint32_t frames) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  LV2_Descriptor_Function descriptor =
      handle ? (LV2_Descriptor_Function)dlsym(handle, "lv2_descriptor") : NULL;
  if (!descriptor || !descriptor(0)) return NULL;
  struct amps *amps = calloc(1, sizeof *amps);
  amps->library = handle;
  amps->plugin = descriptor(0);
  amps->handles = calloc(count, sizeof *amps->handles);
  amps->count = count;
  for (int side = 0; side < 2; side++) amps->sound[side] = calloc(frames, sizeof(float));
  const LV2_Feature *const none[] = {NULL};
  for (size_t index = 0; index < count; index++) {
    LV2_Handle made = amps->plugin->instantiate(amps->plugin, 48000, bundle, none);
    amps->handles[index] = made;
    amps->plugin->connect_port(made, 0, &amps->gain);
    amps->plugin->connect_port(made, 1, amps->sound[index % 2]);
    amps->plugin->connect_port(made, 2, amps->sound[(index + 1) % 2]);
    if (amps->plugin->activate) amps->plugin->activate(made);
  }
  return amps;
}

void peer_amps_run(void *context, uint32_t frames) {
  struct amps *amps = context;
  for (size_t index = 0; index < amps->count; index++) {
    amps->plugin->run(amps->handles[index], frames);
  }
}

void peer_amps_release(void *context) {
  struct amps *amps = context;
  for (size_t index = 0; index < amps->count; index++) {
    if (amps->plugin->deactivate) amps->plugin->deactivate(amps->handles[index]);
    amps->plugin->cleanup(amps->handles[index]);
  }
  for (int side = 0; side < 2; side++) free(amps->sound[side]);
  free(amps->handles);
  dlclose(amps->library);
  free(amps);
}

pid_t peer_start(char *const arguments[], char *const environment[]) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  pid_t process = -1;
  if (posix_spawnp(&process, arguments[0], &files, NULL, arguments, environment) != 0) process = -1;
  posix_spawn_file_actions_destroy(&files);
  return process;
}

static int64_t nanoseconds(struct timeval time) {
  return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

int64_t peer_wait_nanoseconds(pid_t process) {
  int status = 0;
  struct rusage used;
  while (wait4(process, &status, 0, &used) != process) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return -1;
  return nanoseconds(used.ru_utime) + nanoseconds(used.ru_stime);
}
