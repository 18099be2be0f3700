// SPDX-License-Identifier: Apache-2.0
/** Bursts, nodes and the graph they form. */
package net.vireo.vrouter.graph;
