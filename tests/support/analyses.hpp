// The source files of analyses that several tests use, each of which a program may hold once.
#pragma once

#include "plugins/analyses/basin.cpp"
#include "plugins/analyses/capacity.cpp"
#include "plugins/analyses/completion.cpp"
#include "plugins/analyses/fixed_points.cpp"
#include "plugins/analyses/jacobian_eigenvalues.cpp"
#include "plugins/analyses/perturbation.cpp"
#include "plugins/analyses/random_initial_states.cpp"
#include "plugins/analyses/recall.cpp"
