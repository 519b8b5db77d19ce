// Batches of trials with a companion beside each, in continuous and in discrete time.
#pragma once

#include <memory>

#include <engram/analysis.hpp>
#include <engram/facets.hpp>
#include <engram/integrator.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>

namespace engram::run {

/// See System::start_pairs(). What is referred to outlives the trajectory.
std::unique_ptr<PairedTrajectory> pairs_along_flow(const Model& model, const OffersFlow& flow,
                                                   const Integrator& integrator, const ConstMatrixView& patterns);
std::unique_ptr<PairedTrajectory> pairs_by_updates(const Model& model, const OffersUpdates& updates,
                                                   const ConstMatrixView& patterns, const RandomStreams& random);

}  // namespace engram::run
