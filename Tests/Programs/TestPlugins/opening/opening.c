// A gain whose library does one more thing as it is loaded: FAULT, one of the functions below.
// Before that it adds a line with its process to the file RECORD.
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef LV2
#include "lv2/gain.lv2/gain.c"
#else
#include "ladspa/gain.c"
#endif

__attribute__((unused)) static void nothing(void) {}

__attribute__((unused)) static void crash(void) { raise(SIGSEGV); }

__attribute__((unused)) static void hang(void) {
  for (;;) pause();
}

__attribute__((unused)) static void leave(void) { exit(3); }

__attribute__((unused)) static void print(void) {
  for (int line = 0; line < 100000; line++) puts("{\"plugins\": [], \"problems\": []}");
  fputs("and an error\n", stderr);
  fflush(stdout);
}

__attribute__((unused)) static void hoard(void) {
  for (void *memory; (memory = malloc(1 << 20)) != NULL;) memset(memory, 1, 4096);
  abort();
}

// Takes no part in the scan any more, and goes on for ever.
__attribute__((unused)) static void shut(void) {
  for (int descriptor = 0; descriptor < 256; descriptor++) close(descriptor);
  hang();
}

// Writes where the scan's results go.
__attribute__((unused)) static void disturb(void) {
  if (write(3, "\xff\xff\xff\xffnonsense", 12) < 0) abort();
}

// Removes the library that is opened after it.
__attribute__((unused)) static void bury(void) { unlink(RECORD ".victim"); }

__attribute__((constructor)) static void open_library(void) {
  int record = open(RECORD, O_WRONLY | O_CREAT | O_APPEND, 0600);
  dprintf(record, "%d\n", getpid());
  close(record);
  FAULT();
}
