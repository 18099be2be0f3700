// SPDX-License-Identifier: Apache-2.0
/** The walk of a packet through one node's graph, decoded and in words. */
package net.vireo.cli.walk;
