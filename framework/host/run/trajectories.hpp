// Batches of moving trials, in continuous and in discrete time.
#pragma once

#include <memory>

#include <engram/analysis.hpp>
#include <engram/facets.hpp>
#include <engram/integrator.hpp>
#include <engram/model.hpp>
#include <engram/random.hpp>

namespace engram::run {

/// See System::start(). The arguments must outlive the trajectory.
std::unique_ptr<Trajectory> follow_flow(const Model& model, const OffersFlow& flow, const Integrator& integrator,
                                        const ConstMatrixView& patterns, const Mask& held);
std::unique_ptr<Trajectory> follow_updates(const Model& model, const OffersUpdates& updates,
                                           const ConstMatrixView& patterns, const RandomStreams& random,
                                           const Mask& held);

}  // namespace engram::run
