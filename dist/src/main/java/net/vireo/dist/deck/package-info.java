// SPDX-License-Identifier: Apache-2.0
/** {@code vireo deck}: the index of the drawings that say what Vireo has to show, and running one of them. */
package net.vireo.dist.deck;
