// SPDX-License-Identifier: Apache-2.0
/** The root command, how a node is chosen, how failures are told. One package below per concern. */
package net.vireo.cli;
