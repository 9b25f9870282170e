@echo off
rem Starts Heddle from the folder that this file is in, with the Java in runtime\, in %HEDDLE_JAVA%, in
rem %JAVA_HOME% or on the PATH; 25 or newer. %HEDDLE_JAVA_OPTS% are further options for the JVM.
setlocal DisableDelayedExpansion
set "ROOT=%~dp0.."
set "LIB=%ROOT%\lib"
set "JAVA=%ROOT%\runtime\bin\java.exe"
if defined HEDDLE_JAVA goto chosen
if exist "%JAVA%" goto found
if defined JAVA_HOME goto home
set "JAVA=java.exe"
where /q java.exe && goto found
echo heddle: no Java found. Install a JDK 25 (for example Eclipse Temurin 25), or set HEDDLE_JAVA to its folder. 1>&2
exit /b 2
:chosen
set "JAVA=%HEDDLE_JAVA%"
if exist "%HEDDLE_JAVA%\bin\java.exe" set "JAVA=%HEDDLE_JAVA%\bin\java.exe"
goto found
:home
set "JAVA=%JAVA_HOME%\bin\java.exe"
:found
rem What others set for Java at large is not meant for this server.
if defined JAVA_TOOL_OPTIONS set "HEDDLE_OUTER_JAVA_TOOL_OPTIONS=%JAVA_TOOL_OPTIONS%"
if defined JDK_JAVA_OPTIONS set "HEDDLE_OUTER_JDK_JAVA_OPTIONS=%JDK_JAVA_OPTIONS%"
if defined _JAVA_OPTIONS set "HEDDLE_OUTER__JAVA_OPTIONS=%_JAVA_OPTIONS%"
set "JAVA_TOOL_OPTIONS="
set "JDK_JAVA_OPTIONS="
set "_JAVA_OPTIONS="
set "CACHE="
if exist "%LIB%\heddle-@BUILD_ID@.aot" set CACHE=-XX:+VerifySharedSpaces "-XX:AOTCache=%LIB%\heddle-@BUILD_ID@.aot"
"%JAVA%" @JVM_OPTIONS@ %CACHE% %HEDDLE_JAVA_OPTS% -cp "%LIB%\heddle.jar" dev.heddle.server.Main %*
exit /b %ERRORLEVEL%
