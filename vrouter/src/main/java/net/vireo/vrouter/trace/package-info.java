// SPDX-License-Identifier: Apache-2.0
/** The walk of single packets through the graph, recorded on request. */
package net.vireo.vrouter.trace;
