// SPDX-License-Identifier: Apache-2.0
/** What every command shares: which node it talks to, how it prints, what a terminal is. */
package net.vireo.cli.tool;
