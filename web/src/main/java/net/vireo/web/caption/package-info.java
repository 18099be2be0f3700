// SPDX-License-Identifier: Apache-2.0
/** Names the page of the deck that a node's state looks like. */
package net.vireo.web.caption;
