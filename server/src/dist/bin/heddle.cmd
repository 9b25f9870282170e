@echo off
rem Starts Heddle from the folder that this file is in, with the Java in runtime\, of which it is a module, or
rem as a jar with the one in %HEDDLE_JAVA%, in %JAVA_HOME% or on the PATH; 25 or newer. %HEDDLE_JAVA_OPTS% are
rem further options for the JVM.
setlocal DisableDelayedExpansion
set "ROOT=%~dp0.."
set "LIB=%ROOT%\lib"
set "JAVA=%ROOT%\runtime\bin\java.exe"
set PROGRAM=--enable-native-access=dev.heddle -m dev.heddle/dev.heddle.server.Main
set "CACHE="
if exist "%LIB%\heddle-@BUILD_ID@.aot" set CACHE=-XX:+VerifySharedSpaces "-XX:AOTCache=%LIB%\heddle-@BUILD_ID@.aot"
if exist "%JAVA%" if not exist "%LIB%\heddle.jar" goto found
if exist "%JAVA%" if not defined HEDDLE_JAVA goto found
set "CACHE="
set PROGRAM=--enable-native-access=ALL-UNNAMED -cp "%LIB%\heddle.jar" dev.heddle.server.Main
if defined HEDDLE_JAVA goto chosen
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
"%JAVA%" @JVM_OPTIONS@ %CACHE% %HEDDLE_JAVA_OPTS% "-Dheddle.installation=%ROOT%" %PROGRAM% %*
exit /b %ERRORLEVEL%
