// The source files of learning rules that several tests use, each of which a program may hold once.
#pragma once

#include "plugins/learning_rules/hebbian.cpp"
#include "plugins/learning_rules/predictive_coding.cpp"
#include "plugins/learning_rules/pseudo_inverse.cpp"
#include "plugins/learning_rules/store.cpp"
#include "plugins/learning_rules/storkey.cpp"
