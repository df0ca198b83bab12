# Bash completion for engram. Commands and options come from the program's own --help, so nothing here has to be kept up to date.
_engram()
{
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} previous=${COMP_WORDS[COMP_CWORD - 1]}

    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "$(engram --help | awk '/^commands:/ { inside = 1; next } inside && /^  [a-z]/ { print $1 } /^$/ { inside = 0 }') --help --version" -- "$word"))
        return
    fi
    case $word in
    -*) COMPREPLY=($(compgen -W "$(engram "$command" --help | grep -o -- '--[a-z-]*' | sort -u)" -- "$word")) ;;
    *)
        case $previous:$command in
        --device:* | -d:*) COMPREPLY=($(compgen -W "cpu gpu accelerator" -- "$word")) ;;
        *:rules | *:neurons | *:myelin | *:turnover) COMPREPLY=($(compgen -W "$(engram "$command" | awk '/^ *[a-z]/ { print $1 }')" -- "$word")) ;;
        esac
        ;;
    esac
}
complete -o default -F _engram engram
