#define _GNU_SOURCE
#include "harness.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { exit_failed = 1, exit_usage = 64, exit_hung = 3 };
enum { seconds_before_hung = 90, most_shown = 20 };

static test_case *cases;
static int failures;
static bool is_silent;

void register_case(test_case *one) {
  test_case **place = &cases;
  while (*place && strverscmp((*place)->number, one->number) < 0) place = &(*place)->next;
  one->next = *place;
  *place = one;
}

void fail(const char *file, int line, const char *format, ...) {
  int count = __atomic_add_fetch(&failures, 1, __ATOMIC_SEQ_CST);
  if (is_silent || count > most_shown) return;
  char message[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  const char *name = strrchr(file, '/');
  printf("%s:%d: %s\n", name ? name + 1 : file, line, message);
  fflush(stdout);
}

bool check_equal(const char *file, int line, const char *text, int64_t value, int64_t expected) {
  if (value == expected) return true;
  fail(file, line, "%s is %lld, not %lld", text, (long long)value, (long long)expected);
  return false;
}

static const char *result_name(int32_t result) {
  static const struct {
    uint32_t code;
    const char *name;
  } names[] = {
      {0, "S_OK"},
      {1, "S_FALSE"},
      {0x80004001, "E_NOTIMPL"},
      {0x80004002, "E_NOINTERFACE"},
      {0x80004003, "E_POINTER"},
      {0x80004005, "E_FAIL"},
      {0x8000FFFF, "E_UNEXPECTED"},
      {0x80070005, "E_ACCESSDENIED"},
      {0x80070006, "E_HANDLE"},
      {0x8007000E, "E_OUTOFMEMORY"},
      {0x80070057, "E_INVALIDARG"},
      {0xC00D36B1, "RTWQ_E_BUFFERTOOSMALL"},
      {0xC00D36B6, "RTWQ_E_NOT_INITIALIZED"},
      {0xC00D36BB, "RTWQ_E_UNEXPECTED"},
      {0xC00D36D5, "RTWQ_E_NOT_FOUND"},
      {0xC00D36ED, "RTWQ_E_OPERATION_CANCELLED"},
      {0xC00D36FF, "RTWQ_E_INVALID_WORKQUEUE"},
      {0xC00D3E85, "RTWQ_E_SHUTDOWN"},
  };
  for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
    if (names[index].code == (uint32_t)result) return names[index].name;
  }
  return "unnamed";
}

bool check_result(const char *file, int line, const char *text, int32_t value, int32_t expected) {
  if (value == expected) return true;
  fail(file, line, "%s is 0x%08X (%s), not 0x%08X (%s)", text, (unsigned)value, result_name(value),
       (unsigned)expected, result_name(expected));
  return false;
}

void give_up(void) {
  if (is_silent) printf("a case that this one needs before it failed\n");
  fflush(stdout);
  _exit(exit_failed);
}

static void report_hang(int signal) {
  (void)signal;
  static const char message[] = "the case hung\n";
  ssize_t written = write(STDOUT_FILENO, message, sizeof message - 1);
  _exit(written < 0 ? exit_failed : exit_hung);
}

static test_case *find_case(const char *number) {
  test_case *one = cases;
  while (one && strcmp(one->number, number) != 0) one = one->next;
  return one;
}

static void perform_those_before(const test_case *one) {
  if (!one->after) return;
  const test_case *before = find_case(one->after);
  if (!before) {
    printf("case %s needs %s, which does not exist\n", one->number, one->after);
    exit(exit_failed);
  }
  perform_those_before(before);
  before->perform();
}

int main(int count, char **arguments) {
  if (count == 2 && strcmp(arguments[1], "--list") == 0) {
    for (test_case *one = cases; one; one = one->next) printf("%s\t%s\n", one->number, one->title);
    return 0;
  }
  test_case *one = count == 2 ? find_case(arguments[1]) : NULL;
  if (!one) {
    fprintf(stderr, "usage: %s --list | NUMBER\n", arguments[0]);
    return exit_usage;
  }
  signal(SIGALRM, report_hang);
  alarm(seconds_before_hung);
  is_silent = true;
  perform_those_before(one);
  is_silent = false;
  failures = 0;
  one->perform();
  int status = failures ? exit_failed : 0;
  fflush(stdout);
  // Queues that a case left behind are none of its business.
  _exit(status);
}
