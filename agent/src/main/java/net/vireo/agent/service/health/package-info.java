// SPDX-License-Identifier: Apache-2.0

/**
 * Health checks of guests: a probe every so often, and an event when enough in a row say the same. Echoes are made and read
 * here; HTTP is the pump's, which reports how it went; a BFD session tells by itself.
 */
package net.vireo.agent.service.health;
