#pragma once
#include <ladspa.h>
