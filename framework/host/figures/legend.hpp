// Legends: the names of the colours.
#pragma once

#include "figures/layout.hpp"

namespace engram::figures {

/// The legend of a panel, its entries in rows no wider than `width`. Empty if there is only one group.
Legend make_legend(const Curves& curves, double width);

/// Whether two legends have the same contents.
bool same_legend(const Legend& a, const Legend& b);

}  // namespace engram::figures
