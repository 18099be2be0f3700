// SPDX-License-Identifier: Apache-2.0
/** Wire formats as views over native memory: {@code check} the length once, then read. */
package net.vireo.packet;
