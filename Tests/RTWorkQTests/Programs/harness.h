// Numbered cases, each of which may need the one before it, and their assertions.
//
//   program --list      the cases' numbers and titles, one a line
//   program T3.5        performs one, and those it needs before it in silence
//
// Prints each assertion that does not hold with its file and line. Ends with 0 when all held, 1
// when not, 3 when it hung.
#ifndef HARNESS_H
#define HARNESS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Longer than any stall of the machine: what does not happen within it does not happen.
#define PATIENCE_MILLISECONDS 20000

/// Long enough for what must not happen, if it were to, to show.
#define GRACE_MILLISECONDS 100

typedef struct test_case {
  const char *number;
  const char *after;  ///< The number of the case that must be performed before, or NULL.
  const char *title;
  void (*perform)(void);
  struct test_case *next;
} test_case;

void register_case(test_case *one);

/// Notes an assertion that does not hold.
void fail(const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/// Ends the program because going on makes no sense.
void give_up(void) __attribute__((noreturn));

bool check_equal(const char *file, int line, const char *text, int64_t value, int64_t expected);
bool check_result(const char *file, int line, const char *text, int32_t value, int32_t expected);

#define JOIN_TEXT_(a, b) a##b
#define JOIN_TEXT(a, b) JOIN_TEXT_(a, b)

#define DEFINE_CASE(number, after, title)                                       \
  static void JOIN_TEXT(perform_, __LINE__)(void);                              \
  __attribute__((constructor)) static void JOIN_TEXT(register_, __LINE__)(void) { \
    static test_case one = {number, after, title, JOIN_TEXT(perform_, __LINE__), 0}; \
    register_case(&one);                                                        \
  }                                                                             \
  static void JOIN_TEXT(perform_, __LINE__)(void)

#define CASE(number, title) DEFINE_CASE(number, 0, title)
#define CASE_AFTER(number, after, title) DEFINE_CASE(number, after, title)

#define CHECK(condition) \
  ((condition) ? true : (fail(__FILE__, __LINE__, "%s does not hold", #condition), false))
#define CHECK_EQUAL(value, expected) \
  check_equal(__FILE__, __LINE__, #value, (int64_t)(value), (int64_t)(expected))
#define CHECK_RESULT(value, expected) \
  check_result(__FILE__, __LINE__, #value, (int32_t)(value), (int32_t)(expected))
#define CHECK_OK(value) CHECK_RESULT(value, 0)
#define CHECK_FAILS(value) CHECK((int32_t)(value) < 0)

/// Assertions without which the rest of a case would make no sense.
#define REQUIRE(condition) (CHECK(condition) ? (void)0 : give_up())
#define REQUIRE_OK(value) (CHECK_OK(value) ? (void)0 : give_up())

#ifdef __cplusplus
}
#endif

#endif
