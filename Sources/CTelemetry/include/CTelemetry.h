// The shape of the telemetry page.
#ifndef TACTUS_CTELEMETRY_H
#define TACTUS_CTELEMETRY_H
#include <stdint.h>
#endif
