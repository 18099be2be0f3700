// SPDX-License-Identifier: Apache-2.0
/** The way of a packet from a guest to an address, across nodes: predicted, and taken by a probe. */
package net.vireo.cli.path;
