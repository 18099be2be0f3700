// SPDX-License-Identifier: Apache-2.0
/** Hands received packets from the lcore that polls them to others, through rings of references. */
package net.vireo.port.spread;
