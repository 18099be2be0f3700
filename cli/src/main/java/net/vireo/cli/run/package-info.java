// SPDX-License-Identifier: Apache-2.0
/** Processes: {@code vireo run vrouter} starts a data plane, {@code vireo ps} lists those that run. */
package net.vireo.cli.run;
