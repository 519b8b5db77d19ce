// Dense associative memories and modern Hopfield networks, by their source files.
#pragma once

#include "plugins/models/continuous_hopfield.cpp"
#include "plugins/models/dense_associative_memory.cpp"
