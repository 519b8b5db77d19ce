// Batches of trials with a companion for each, in continuous and in discrete time.
#pragma once

#include <memory>

#include <engram/analysis.hpp>
#include <engram/facets.hpp>
#include <engram/integrator.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>

namespace engram::run {

/// See System::start_pairs(). The arguments must outlive the trajectory.
std::unique_ptr<PairedTrajectory> pairs_along_flow(const Model& model, const OffersFlow& flow,
                                                   const Integrator& integrator, const ConstMatrixView& patterns);
std::unique_ptr<PairedTrajectory> pairs_by_updates(const Model& model, const OffersUpdates& updates,
                                                   const ConstMatrixView& patterns, const RandomStreams& random);

}  // namespace engram::run
