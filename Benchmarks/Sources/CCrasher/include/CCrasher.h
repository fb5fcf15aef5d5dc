// A LADSPA plugin that halves its input, and crashes when its parameter `crash` is changed.
//
// A library of its own, which only the sandbox's child opens.
#ifndef BENCHMARKS_CCRASHER_H
#define BENCHMARKS_CCRASHER_H

#include <ladspa.h>

const LADSPA_Descriptor *ladspa_descriptor(unsigned long index);

#endif
