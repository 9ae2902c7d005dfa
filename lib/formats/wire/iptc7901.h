/* IPTC 7901: what agencies outside America send. */
#ifndef NX_FORMATS_WIRE_IPTC7901_H
#define NX_FORMATS_WIRE_IPTC7901_H

#include "formats/format.h"

extern const nx_format nx_format_iptc7901;

#endif
