// The source files of integrators that several tests use, each of which a program may hold once.
#pragma once

#include "plugins/integrators/dormand_prince.cpp"
#include "plugins/integrators/euler.cpp"
#include "plugins/integrators/rk4.cpp"
