// SPDX-License-Identifier: Apache-2.0

/** Virtqueues over any memory (virtio 1.2, sections 2.6 to 2.8), split and packed, device side and driver side. */
package net.vireo.virtio;
