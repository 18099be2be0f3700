// SPDX-License-Identifier: Apache-2.0
/** {@code vireo plan}: what a machine's parts are best used for, worked out before anything runs. */
package net.vireo.cli.plan;
