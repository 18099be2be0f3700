// SPDX-License-Identifier: Apache-2.0
/** Real guests: DPDK's testpmd, and virtual machines with Debian's kernel under QEMU's software emulation. */
package net.vireo.lab.guest;
