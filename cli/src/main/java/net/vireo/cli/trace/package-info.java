// SPDX-License-Identifier: Apache-2.0
/** {@code vireo trace}: the walk of the next packets through the graph, node by node. */
package net.vireo.cli.trace;
