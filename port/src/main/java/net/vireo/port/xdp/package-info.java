// SPDX-License-Identifier: Apache-2.0
/** AF_XDP: a kernel's link through rings that are shared with the kernel. */
package net.vireo.port.xdp;
