// SPDX-License-Identifier: Apache-2.0
/** Sandesh objects in netlink framing, byte for byte as Contrail's tools and agent speak them. */
package net.vireo.sandesh;
