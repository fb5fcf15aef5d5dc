#include "CTestSupport.h"

bool thread_sanitizer_is_present(void) {
#if __has_feature(thread_sanitizer)
  return true;
#else
  return false;
#endif
}
