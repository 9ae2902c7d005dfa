/* ANPA 1312: what American agencies send to newspapers. */
#ifndef NX_FORMATS_WIRE_ANPA_H
#define NX_FORMATS_WIRE_ANPA_H

#include "formats/format.h"

extern const nx_format nx_format_anpa;

#endif
