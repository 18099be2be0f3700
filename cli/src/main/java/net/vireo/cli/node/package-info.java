// SPDX-License-Identifier: Apache-2.0
/** The run directory: which nodes run here, where their files are, what their ids are called. */
package net.vireo.cli.node;
