// Legends: which colour is what.
#pragma once

#include "figures/layout.hpp"

namespace engram::figures {

/// The legend of a panel, its entries in rows no wider than `width`. Where there is one group it is empty.
Legend make_legend(const Curves& curves, double width);

/// Whether two legends say the same.
bool same_legend(const Legend& a, const Legend& b);

}  // namespace engram::figures
