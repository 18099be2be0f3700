// SPDX-License-Identifier: Apache-2.0
/** States of traffic on a data plane of its own: pages of the deck, and its faults. */
package net.vireo.lab.scene;
