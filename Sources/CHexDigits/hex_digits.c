#include "hex_digits.h"
