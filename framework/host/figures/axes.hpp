// The axes of a panel, from its data and the requests of the user.
#pragma once

#include "panels/axis.hpp"
#include "panels/curves.hpp"
#include "panels/figure.hpp"

namespace engram::figures {

/// The x axis of a panel that is `length` points long.
panels::Axis make_x_axis(const panels::Panel& panel, const panels::Curves& curves, double length);

/// The y axis of a panel that is `length` points high. Its range is that of the data within the x axis.
panels::Axis make_y_axis(const panels::Panel& panel, const panels::Curves& curves, const panels::Axis& x,
                         double length);

/// The axis beside a colour bar that is `length` points high.
panels::Axis make_colour_axis(const panels::Heat& heat, double length);

}  // namespace engram::figures
