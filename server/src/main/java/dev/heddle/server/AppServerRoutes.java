package dev.heddle.server;

import static dev.heddle.protocol.v2.AttachmentMethods.THREAD_ATTACHMENT_ADD;
import static dev.heddle.protocol.v2.AttachmentMethods.THREAD_ATTACHMENT_LIST;
import static dev.heddle.protocol.v2.AttachmentMethods.THREAD_ATTACHMENT_OWNER_LIST;
import static dev.heddle.protocol.v2.AttachmentMethods.THREAD_ATTACHMENT_REMOVE;
import static dev.heddle.protocol.v2.CommandMethods.COMMAND_EXEC;
import static dev.heddle.protocol.v2.CommandMethods.COMMAND_EXEC_RESIZE;
import static dev.heddle.protocol.v2.CommandMethods.COMMAND_EXEC_TERMINATE;
import static dev.heddle.protocol.v2.CommandMethods.COMMAND_EXEC_WRITE;
import static dev.heddle.protocol.v2.CommandMethods.PROCESS_KILL;
import static dev.heddle.protocol.v2.CommandMethods.PROCESS_RESIZE_PTY;
import static dev.heddle.protocol.v2.CommandMethods.PROCESS_SPAWN;
import static dev.heddle.protocol.v2.CommandMethods.PROCESS_WRITE_STDIN;
import static dev.heddle.protocol.v2.ConfigMethods.CONFIG_BATCH_WRITE;
import static dev.heddle.protocol.v2.ConfigMethods.CONFIG_READ;
import static dev.heddle.protocol.v2.ConfigMethods.CONFIG_REQUIREMENTS_READ;
import static dev.heddle.protocol.v2.ConfigMethods.CONFIG_VALUE_WRITE;
import static dev.heddle.protocol.v2.ConfigMethods.HOOKS_LIST;
import static dev.heddle.protocol.v2.ConfigMethods.SKILLS_CONFIG_WRITE;
import static dev.heddle.protocol.v2.ConfigMethods.SKILLS_EXTRA_ROOTS_SET;
import static dev.heddle.protocol.v2.ConfigMethods.SKILLS_LIST;
import static dev.heddle.protocol.v2.FileMethods.FS_COPY;
import static dev.heddle.protocol.v2.FileMethods.FS_CREATE_DIRECTORY;
import static dev.heddle.protocol.v2.FileMethods.FS_GET_METADATA;
import static dev.heddle.protocol.v2.FileMethods.FS_READ_DIRECTORY;
import static dev.heddle.protocol.v2.FileMethods.FS_READ_FILE;
import static dev.heddle.protocol.v2.FileMethods.FS_REMOVE;
import static dev.heddle.protocol.v2.FileMethods.FS_UNWATCH;
import static dev.heddle.protocol.v2.FileMethods.FS_WATCH;
import static dev.heddle.protocol.v2.FileMethods.FS_WRITE_FILE;
import static dev.heddle.protocol.v2.ItemMethods.THREAD_ITEMS_READ;
import static dev.heddle.protocol.v2.ItemMethods.THREAD_TIMELINE_LIST;
import static dev.heddle.protocol.v2.McpMethods.CONFIG_MCP_SERVER_RELOAD;
import static dev.heddle.protocol.v2.McpMethods.MCP_SERVER_RESOURCE_READ;
import static dev.heddle.protocol.v2.McpMethods.MCP_SERVER_STATUS_LIST;
import static dev.heddle.protocol.v2.McpMethods.MCP_SERVER_TOOL_CALL;
import static dev.heddle.protocol.v2.ProjectMethods.PROJECT_CREATE;
import static dev.heddle.protocol.v2.ProjectMethods.PROJECT_DELETE;
import static dev.heddle.protocol.v2.ProjectMethods.PROJECT_IMPORT;
import static dev.heddle.protocol.v2.ProjectMethods.PROJECT_LIST;
import static dev.heddle.protocol.v2.ProjectMethods.PROJECT_MOVE;
import static dev.heddle.protocol.v2.ProjectMethods.PROJECT_READ;
import static dev.heddle.protocol.v2.ProjectMethods.PROJECT_UPDATE;
import static dev.heddle.protocol.v2.QueueMethods.THREAD_QUEUE_ADD;
import static dev.heddle.protocol.v2.QueueMethods.THREAD_QUEUE_DELETE;
import static dev.heddle.protocol.v2.QueueMethods.THREAD_QUEUE_LIST;
import static dev.heddle.protocol.v2.QueueMethods.THREAD_QUEUE_REORDER;
import static dev.heddle.protocol.v2.QueueMethods.THREAD_QUEUE_START;
import static dev.heddle.protocol.v2.QueueMethods.THREAD_QUEUE_UPDATE;
import static dev.heddle.protocol.v2.SearchMethods.FUZZY_FILE_SEARCH;
import static dev.heddle.protocol.v2.SearchMethods.FUZZY_FILE_SEARCH_SESSION_START;
import static dev.heddle.protocol.v2.SearchMethods.FUZZY_FILE_SEARCH_SESSION_STOP;
import static dev.heddle.protocol.v2.SearchMethods.FUZZY_FILE_SEARCH_SESSION_UPDATE;
import static dev.heddle.protocol.v2.SearchMethods.THREAD_SEARCH;
import static dev.heddle.protocol.v2.SearchMethods.THREAD_SEARCH_OCCURRENCES;
import static dev.heddle.protocol.v2.SectionMethods.THREAD_SECTION_CREATE;
import static dev.heddle.protocol.v2.SectionMethods.THREAD_SECTION_DELETE;
import static dev.heddle.protocol.v2.SectionMethods.THREAD_SECTION_LIST;
import static dev.heddle.protocol.v2.SectionMethods.THREAD_SECTION_MOVE;
import static dev.heddle.protocol.v2.SectionMethods.THREAD_SECTION_UPDATE;
import static dev.heddle.protocol.v2.ServerMethods.ACCOUNT_RATE_LIMITS_READ;
import static dev.heddle.protocol.v2.ServerMethods.ACCOUNT_READ;
import static dev.heddle.protocol.v2.ServerMethods.COLLABORATION_MODE_LIST;
import static dev.heddle.protocol.v2.ServerMethods.EXPERIMENTAL_FEATURE_LIST;
import static dev.heddle.protocol.v2.ServerMethods.GET_CONVERSATION_SUMMARY;
import static dev.heddle.protocol.v2.ServerMethods.MODEL_LIST;
import static dev.heddle.protocol.v2.ServerMethods.MODEL_PROVIDER_CAPABILITIES_READ;
import static dev.heddle.protocol.v2.ServerMethods.MODEL_PROVIDER_LIST;
import static dev.heddle.protocol.v2.ServerMethods.PERMISSION_PROFILE_LIST;
import static dev.heddle.protocol.v2.ServerMethods.SERVER_DIAGNOSTICS;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_ARCHIVE;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_DELETE;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_FORK;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_ITEMS_LIST;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_LIST;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_LOADED_LIST;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_NAME_SET;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_READ;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_RESUME;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_START;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_TURNS_LIST;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_UNARCHIVE;
import static dev.heddle.protocol.v2.ThreadMethods.THREAD_UNSUBSCRIBE;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_GOAL_CLEAR;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_GOAL_GET;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_GOAL_SET;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_INJECT_ITEMS;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_MEMORY_MODE_SET;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_METADATA_UPDATE;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_READ_STATE_UPDATE;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_REVERT;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_ROLLBACK;
import static dev.heddle.protocol.v2.ThreadStateMethods.THREAD_SETTINGS_UPDATE;
import static dev.heddle.protocol.v2.TurnMethods.REVIEW_START;
import static dev.heddle.protocol.v2.TurnMethods.THREAD_BACKGROUND_TERMINALS_CLEAN;
import static dev.heddle.protocol.v2.TurnMethods.THREAD_BACKGROUND_TERMINALS_LIST;
import static dev.heddle.protocol.v2.TurnMethods.THREAD_BACKGROUND_TERMINALS_TERMINATE;
import static dev.heddle.protocol.v2.TurnMethods.THREAD_COMPACT_START;
import static dev.heddle.protocol.v2.TurnMethods.THREAD_SHELL_COMMAND;
import static dev.heddle.protocol.v2.TurnMethods.TURN_INTERRUPT;
import static dev.heddle.protocol.v2.TurnMethods.TURN_START;
import static dev.heddle.protocol.v2.TurnMethods.TURN_STEER;

import dev.heddle.protocol.v2.AppServerMethods;
import dev.heddle.server.dispatch.Routes;
import dev.heddle.server.handler.CommandHandlers;
import dev.heddle.server.handler.ConfigQueries;
import dev.heddle.server.handler.ConfigWrites;
import dev.heddle.server.handler.FileHandlers;
import dev.heddle.server.handler.FileSearchHandlers;
import dev.heddle.server.handler.McpHandlers;
import dev.heddle.server.handler.ModelQueries;
import dev.heddle.server.handler.ProcessHandlers;
import dev.heddle.server.handler.ServerDiagnostics;
import dev.heddle.server.handler.ServerQueries;
import dev.heddle.server.handler.SkillRoots;
import dev.heddle.server.handler.SkillSwitches;
import dev.heddle.server.handler.TerminalHandlers;
import dev.heddle.server.handler.ThreadHandlers;
import java.util.List;

/**
 * The table of what the server can do: method → handler, one line each. {@code initialize} is not
 * in it, because it is answered before this is loaded; and what few clients begin with is in areas
 * that are loaded when they are used.
 */
final class AppServerRoutes {
  private AppServerRoutes() {}

  /** All methods but {@code initialize}. */
  static Routes of(
      ThreadHandlers threads,
      ServerQueries server,
      McpHandlers mcp,
      ConfigQueries config,
      ConfigWrites configWrites,
      SkillRoots skillRoots,
      SkillSwitches skills,
      ModelQueries models,
      FileHandlers files,
      FileSearchHandlers searches,
      CommandHandlers commands,
      ProcessHandlers processes,
      TerminalHandlers terminals,
      ServerDiagnostics diagnostics) {
    return new Routes(AppServerMethods::names)
        .on(THREAD_START, threads.start())
        .on(THREAD_RESUME, threads.resume())
        .on(THREAD_FORK, threads.fork())
        .on(THREAD_ARCHIVE, threads.removals()::archive)
        .on(THREAD_DELETE, threads.removals()::delete)
        .on(THREAD_UNSUBSCRIBE, threads.changes()::unsubscribe)
        .on(THREAD_NAME_SET, threads.changes()::setName)
        .on(THREAD_UNARCHIVE, threads.removals()::unarchive)
        .on(THREAD_LIST, threads.list())
        .on(THREAD_LOADED_LIST, threads.queries()::loadedList)
        .on(THREAD_READ, threads.queries()::read)
        .on(THREAD_TURNS_LIST, threads.queries()::turnsList)
        .on(THREAD_ITEMS_LIST, threads.items()::list)
        .area(
            List.of("thread/items/read", "thread/timeline/"),
            area ->
                area.on(THREAD_ITEMS_READ, threads.items()::read)
                    .on(THREAD_TIMELINE_LIST, threads.items()::timeline))
        .area(
            List.of(
                "thread/goal/",
                "thread/metadata/",
                "thread/settings/",
                "thread/memoryMode/",
                "thread/readState/",
                "thread/revert",
                "thread/rollback",
                "thread/inject_items"),
            area ->
                area.on(THREAD_GOAL_SET, threads.goals()::set)
                    .on(THREAD_GOAL_GET, threads.goals()::get)
                    .on(THREAD_GOAL_CLEAR, threads.goals()::clear)
                    .on(THREAD_METADATA_UPDATE, threads.changes()::updateMetadata)
                    .on(THREAD_SETTINGS_UPDATE, threads.settings())
                    .on(THREAD_MEMORY_MODE_SET, threads.changes()::setMemoryMode)
                    .on(THREAD_REVERT, threads.revert()::revert)
                    .on(THREAD_ROLLBACK, threads.revert()::rollback)
                    .on(THREAD_READ_STATE_UPDATE, threads.readState())
                    .on(THREAD_INJECT_ITEMS, threads.inject()))
        .area(
            List.of("thread/queue/"),
            area ->
                area.on(THREAD_QUEUE_ADD, threads.queue()::add)
                    .on(THREAD_QUEUE_LIST, threads.queue()::list)
                    .on(THREAD_QUEUE_UPDATE, threads.queue()::update)
                    .on(THREAD_QUEUE_DELETE, threads.queue()::delete)
                    .on(THREAD_QUEUE_REORDER, threads.queue()::reorder)
                    .on(THREAD_QUEUE_START, threads.queue()::start))
        .area(
            List.of("thread/attachment"),
            area ->
                area.on(THREAD_ATTACHMENT_ADD, threads.attachments()::add)
                    .on(THREAD_ATTACHMENT_LIST, threads.attachments()::list)
                    .on(THREAD_ATTACHMENT_OWNER_LIST, threads.attachments()::owners)
                    .on(THREAD_ATTACHMENT_REMOVE, threads.attachments()::remove))
        .area(
            List.of("project/"),
            area ->
                area.on(PROJECT_LIST, threads.projects()::list)
                    .on(PROJECT_READ, threads.projects()::read)
                    .on(PROJECT_CREATE, threads.projects()::create)
                    .on(PROJECT_IMPORT, threads.projects()::importAll)
                    .on(PROJECT_UPDATE, threads.projects()::update)
                    .on(PROJECT_MOVE, threads.projects()::move)
                    .on(PROJECT_DELETE, threads.projects()::delete))
        .area(
            List.of("threadSection/", "thread/section/"),
            area ->
                area.on(THREAD_SECTION_MOVE, threads.sectionMoves())
                    .on(THREAD_SECTION_LIST, threads.sections()::list)
                    .on(THREAD_SECTION_CREATE, threads.sections()::create)
                    .on(THREAD_SECTION_UPDATE, threads.sections()::update)
                    .on(THREAD_SECTION_DELETE, threads.sections()::delete))
        .area(
            List.of(
                "turn/",
                "review/",
                "thread/shellCommand",
                "thread/compact/",
                "thread/backgroundTerminals/"),
            area ->
                area.on(THREAD_BACKGROUND_TERMINALS_LIST, terminals::list)
                    .on(THREAD_BACKGROUND_TERMINALS_CLEAN, terminals::clean)
                    .on(THREAD_BACKGROUND_TERMINALS_TERMINATE, terminals::terminate)
                    .on(THREAD_COMPACT_START, threads.compact())
                    .on(TURN_START, threads.turns()::start)
                    .on(TURN_STEER, threads.turns()::steer)
                    .on(TURN_INTERRUPT, threads.turns()::interrupt)
                    .on(THREAD_SHELL_COMMAND, threads.shellCommand())
                    .on(REVIEW_START, threads.reviews()))
        .area(
            List.of("thread/search", "fuzzyFileSearch"),
            area ->
                area.on(THREAD_SEARCH, threads.search())
                    .on(THREAD_SEARCH_OCCURRENCES, threads.occurrences())
                    .on(FUZZY_FILE_SEARCH, searches::search)
                    .on(FUZZY_FILE_SEARCH_SESSION_START, searches::start)
                    .on(FUZZY_FILE_SEARCH_SESSION_UPDATE, searches::update)
                    .on(FUZZY_FILE_SEARCH_SESSION_STOP, searches::stop))
        .area(
            List.of("fs/"),
            area ->
                area.on(FS_READ_FILE, files::read)
                    .on(FS_WRITE_FILE, files::write)
                    .on(FS_CREATE_DIRECTORY, files::createDirectory)
                    .on(FS_GET_METADATA, files::metadata)
                    .on(FS_READ_DIRECTORY, files::readDirectory)
                    .on(FS_REMOVE, files::remove)
                    .on(FS_COPY, files::copy)
                    .on(FS_WATCH, files::watch)
                    .on(FS_UNWATCH, files::unwatch))
        .area(
            List.of("command/", "process/"),
            area ->
                area.on(COMMAND_EXEC, commands::exec)
                    .on(COMMAND_EXEC_WRITE, commands::write)
                    .on(COMMAND_EXEC_TERMINATE, commands::terminate)
                    .on(COMMAND_EXEC_RESIZE, commands::resize)
                    .on(PROCESS_SPAWN, processes::spawn)
                    .on(PROCESS_WRITE_STDIN, processes::writeStdin)
                    .on(PROCESS_KILL, processes::kill)
                    .on(PROCESS_RESIZE_PTY, processes::resizePty))
        .area(
            List.of(
                "config/read",
                "config/value/",
                "config/batchWrite",
                "configRequirements/",
                "skills/",
                "hooks/"),
            area ->
                area.on(SKILLS_LIST, server::skills)
                    .on(SKILLS_EXTRA_ROOTS_SET, skillRoots::set)
                    .on(SKILLS_CONFIG_WRITE, skills::write)
                    .on(HOOKS_LIST, server::hooks)
                    .on(CONFIG_READ, config::read)
                    .on(CONFIG_VALUE_WRITE, configWrites::write)
                    .on(CONFIG_BATCH_WRITE, configWrites::writeAll)
                    .on(CONFIG_REQUIREMENTS_READ, server::requirements))
        .area(
            List.of("mcpServer", "config/mcpServer/"),
            area ->
                area.on(MCP_SERVER_STATUS_LIST, mcp::list)
                    .on(MCP_SERVER_TOOL_CALL, mcp::callTool)
                    .on(MCP_SERVER_RESOURCE_READ, mcp::readResource)
                    .on(CONFIG_MCP_SERVER_RELOAD, mcp::reload))
        .area(
            List.of(
                "server/",
                "model",
                "experimentalFeature/",
                "permissionProfile/",
                "collaborationMode/",
                "account/",
                "getConversationSummary"),
            area ->
                area.on(SERVER_DIAGNOSTICS, diagnostics)
                    .on(MODEL_LIST, models::models)
                    .on(MODEL_PROVIDER_LIST, models::providers)
                    .on(MODEL_PROVIDER_CAPABILITIES_READ, models::capabilities)
                    .on(EXPERIMENTAL_FEATURE_LIST, server::features)
                    .on(PERMISSION_PROFILE_LIST, server::permissionProfiles)
                    .on(COLLABORATION_MODE_LIST, server::collaborationModes)
                    .on(ACCOUNT_RATE_LIMITS_READ, server::rateLimits)
                    .on(ACCOUNT_READ, server::account)
                    .on(GET_CONVERSATION_SUMMARY, threads.summaries()));
  }
}
