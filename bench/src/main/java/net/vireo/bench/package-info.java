// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of the graph that the data plane runs. */
package net.vireo.bench;
