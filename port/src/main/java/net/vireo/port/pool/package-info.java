// SPDX-License-Identifier: Apache-2.0
/** The packet pool: buffers of two classes, per-lcore caches, and the balance that must hold. */
package net.vireo.port.pool;
