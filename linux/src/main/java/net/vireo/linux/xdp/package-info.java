// SPDX-License-Identifier: Apache-2.0
/** AF_XDP: sockets on a link's queues, their rings, and the BPF program that leads frames to them. */
package net.vireo.linux.xdp;
