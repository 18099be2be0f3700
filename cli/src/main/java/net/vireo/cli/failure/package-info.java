// SPDX-License-Identifier: Apache-2.0
/** What ends a command: its cause and what would mend it. */
package net.vireo.cli.failure;
