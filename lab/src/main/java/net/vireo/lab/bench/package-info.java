// SPDX-License-Identifier: Apache-2.0
/** {@code vireo lab bench}: guests' throughput through Vireo beside the kernel's own overlay, in the same run. */
package net.vireo.lab.bench;
